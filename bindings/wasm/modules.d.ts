/** An import of a `.wasm` file as workerd and its bundlers understand it. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
