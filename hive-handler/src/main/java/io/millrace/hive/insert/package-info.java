/**
 * How a statement writes streams: rows become records, tasks stage them, and the end of the statement publishes them.
 */
package io.millrace.hive.insert;
