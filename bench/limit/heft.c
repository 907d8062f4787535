/*
 * HEFT in straightforward C, the native yardstick of the benchmark: CSR graph, ranks, qsort, per node a sorted array of
 * busy slots that is scanned for the first gap. Exclusive nodes only; same arithmetic as the kernels, therefore the same
 * makespan to the bit (compile with -ffp-contract=off).
 *
 *   heft ROUNDS PASSES FILE...   solves every file once per pass; after each round of passes prints the nanoseconds per
 *                                solve, one line per round, below a line of makespans.
 *
 * File, little endian: int32 tasks, nodes, stride, edges; int32 firstPredecessor[tasks + 1], predecessor[edges], padding
 * to 8 bytes; double meanLatency, meanSecondsPerGigabyte, duration[tasks * stride], release[tasks], data[edges],
 * available[stride], latency[nodes * stride], secondsPerGigabyte[nodes * stride].
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  int tasks, nodes, stride, edges;
  const int32_t *first_predecessor, *predecessor;
  double mean_latency, mean_seconds_per_gigabyte;
  const double *duration, *release, *data, *available, *latency, *seconds_per_gigabyte;
} Instance;

typedef struct {
  double start, finish;
} Slot;

typedef struct {
  double rank;
  int task;
} Ranked;

/* Falling rank, ties by task number. */
static int compare(const void *a, const void *b) {
  const Ranked *x = a, *y = b;
  if (x->rank != y->rank) return x->rank > y->rank ? -1 : 1;
  return x->task - y->task;
}

static void upward_ranks(const Instance *in, double *rank) {
  for (int t = 0; t < in->tasks; t++) rank[t] = 0;
  for (int t = in->tasks - 1; t >= 0; t--) {
    const double *duration = in->duration + (size_t)t * in->stride;
    double sum = 0;
    int eligible = 0;
    for (int j = 0; j < in->nodes; j++) {
      if (duration[j] < INFINITY) {
        sum += duration[j];
        eligible++;
      }
    }
    if (eligible > 0) rank[t] += sum / eligible;
    for (int e = in->first_predecessor[t]; e < in->first_predecessor[t + 1]; e++) {
      int p = in->predecessor[e];
      double communication = in->data[e] == 0 ? 0 : in->mean_latency + in->data[e] * in->mean_seconds_per_gigabyte;
      if (communication + rank[t] > rank[p]) rank[p] = communication + rank[t];
    }
  }
}

/* Returns the makespan. */
static double heft(const Instance *in, int *node, double *start) {
  int tasks = in->tasks, nodes = in->nodes, stride = in->stride;
  double *rank = malloc(tasks * sizeof *rank);
  double *finish = malloc(tasks * sizeof *finish);
  double *ready = malloc(nodes * sizeof *ready);
  Ranked *order = malloc(tasks * sizeof *order);
  Slot *slots = malloc((size_t)tasks * nodes * sizeof *slots);
  int *slot_count = calloc(nodes, sizeof *slot_count);
  double makespan = 0;

  upward_ranks(in, rank);
  for (int t = 0; t < tasks; t++) order[t] = (Ranked){rank[t], t};
  qsort(order, tasks, sizeof *order, compare);

  for (int k = 0; k < tasks; k++) {
    int t = order[k].task;
    int best_node = -1, best_slot = 0;
    double best_start = INFINITY, best_finish = INFINITY;

    for (int j = 0; j < nodes; j++) ready[j] = in->available[j] > in->release[t] ? in->available[j] : in->release[t];
    for (int e = in->first_predecessor[t]; e < in->first_predecessor[t + 1]; e++) {
      int p = in->predecessor[e];
      if (in->data[e] == 0 || node[p] < 0) {
        for (int j = 0; j < nodes; j++) ready[j] = finish[p] > ready[j] ? finish[p] : ready[j];
        continue;
      }
      const double *latency = in->latency + (size_t)node[p] * stride;
      const double *seconds_per_gigabyte = in->seconds_per_gigabyte + (size_t)node[p] * stride;
      for (int j = 0; j < nodes; j++) {
        double arrival = finish[p] + (latency[j] + in->data[e] * seconds_per_gigabyte[j]);
        ready[j] = arrival > ready[j] ? arrival : ready[j];
      }
    }

    for (int j = 0; j < nodes; j++) {
      double duration = in->duration[(size_t)t * stride + j];
      if (duration == INFINITY || ready[j] == INFINITY) continue;

      /* Slots that end before the task is ready cannot bound its gap: look at those after them, earliest first. */
      const Slot *slot = slots + (size_t)j * tasks;
      double begin = ready[j];
      int s = slot_count[j];
      if (duration > 0) {
        while (s > 0 && slot[s - 1].finish > begin) s--;
        for (; s < slot_count[j] && begin + duration > slot[s].start; s++) {
          if (slot[s].finish > begin) begin = slot[s].finish;
        }
      }
      if (begin + duration < best_finish) {
        best_finish = begin + duration;
        best_start = begin;
        best_node = j;
        best_slot = s;
      }
    }

    node[t] = best_node;
    start[t] = best_start;
    finish[t] = best_finish;
    if (best_node < 0) continue;
    if (best_finish > makespan) makespan = best_finish;
    if (best_finish > best_start) {
      Slot *slot = slots + (size_t)best_node * tasks;
      memmove(slot + best_slot + 1, slot + best_slot, (slot_count[best_node] - best_slot) * sizeof *slot);
      slot[best_slot] = (Slot){best_start, best_finish};
      slot_count[best_node]++;
    }
  }

  free(rank);
  free(finish);
  free(ready);
  free(order);
  free(slots);
  free(slot_count);
  return makespan;
}

static Instance read_instance(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *at = malloc(size);
  if (fread(at, 1, size, file) != (size_t)size) {
    fprintf(stderr, "%s: short read\n", path);
    exit(1);
  }
  fclose(file);

  Instance in;
  const int32_t *header = (const int32_t *)at;
  in.tasks = header[0];
  in.nodes = header[1];
  in.stride = header[2];
  in.edges = header[3];
  in.first_predecessor = header + 4;
  in.predecessor = in.first_predecessor + in.tasks + 1;
  size_t words = 4 + in.tasks + 1 + in.edges;
  const double *numbers = (const double *)at + (words + 1) / 2;
  in.mean_latency = numbers[0];
  in.mean_seconds_per_gigabyte = numbers[1];
  in.duration = numbers + 2;
  in.release = in.duration + (size_t)in.tasks * in.stride;
  in.data = in.release + in.tasks;
  in.available = in.data + in.edges;
  in.latency = in.available + in.stride;
  in.seconds_per_gigabyte = in.latency + (size_t)in.nodes * in.stride;
  return in;
}

static double nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 4) {
    fprintf(stderr, "usage: heft ROUNDS PASSES FILE...\n");
    return 2;
  }
  int rounds = atoi(arguments[1]), passes = atoi(arguments[2]), instances = count - 3;
  Instance *instance = malloc(instances * sizeof *instance);
  int most_tasks = 0;
  for (int i = 0; i < instances; i++) {
    instance[i] = read_instance(arguments[i + 3]);
    if (instance[i].tasks > most_tasks) most_tasks = instance[i].tasks;
  }
  int *node = malloc(most_tasks * sizeof *node);
  double *start = malloc(most_tasks * sizeof *start);

  for (int i = 0; i < instances; i++) printf("%.17g%c", heft(&instance[i], node, start), i + 1 < instances ? ' ' : '\n');
  for (int round = 0; round < rounds; round++) {
    double begin = nanoseconds();
    for (int pass = 0; pass < passes; pass++) {
      for (int i = 0; i < instances; i++) heft(&instance[i], node, start);
    }
    printf("%.1f\n", (nanoseconds() - begin) / ((double)passes * instances));
  }
  return 0;
}
