// Exists so that there is something to compile the common headers for.
