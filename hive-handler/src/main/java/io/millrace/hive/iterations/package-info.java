/**
 * A table of the iterations that a checkpoint table holds.
 */
package io.millrace.hive.iterations;
