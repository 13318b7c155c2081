/**
 * What the tables of all storage handlers have in common: their settings in a query, their columns, the beginnings of their
 * SerDes, readers and meta hooks, and what differs between the versions of Hive.
 */
package io.millrace.hive.table;
