/**
 * What is read of a stream: the condition that is pushed down, what the planner is told, and the splits.
 */
package io.millrace.hive.scan;
