/**
 * What happens around a statement that reads streams: its scans are found, its streams planned at one moment, and their
 * iterations committed behind its last task.
 */
package io.millrace.hive.statement;
