/**
 * How a record's bytes become the columns that the user has named, by the SerDe that the user has named.
 */
package io.millrace.hive.serde;
