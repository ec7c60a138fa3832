/** Builds dist/ where it is older than the sources: programs that a test starts are the compiled ones. */
export function ensureBuilt(): void {
  jest.requireActual<{ readonly ensureBuilt: () => void }>('../../services/cli/build.js').ensureBuilt();
}
