// The module is being built.
