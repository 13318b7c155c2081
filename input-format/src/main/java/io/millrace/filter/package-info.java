/**
 * What a query's condition leaves of a stream: conditions on where records lie and when they came, and how they narrow
 * the parts of shards that are read. Independent of any engine.
 */
package io.millrace.filter;
