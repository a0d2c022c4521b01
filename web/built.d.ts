// dist/assets.json is there only after a build; types must not depend on it.
declare module '*/assets.json' {
  const built: import('./assets.ts').Assets
  export default built
}
