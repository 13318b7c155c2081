/**
 * A table of the items of a DynamoDB table, to be joined with streams.
 */
package io.millrace.hive.dynamodb;
