package io.millrace.benchmark.stream;

/**
 * How long things are measured.
 *
 * @param rounds measurements of each source
 * @param seconds length of one
 * @param warmUpSeconds length of the one before them that does not count
 */
record Pace(int rounds, double seconds, double warmUpSeconds) {}
