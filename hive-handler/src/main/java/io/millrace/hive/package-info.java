/**
 * The connector for Hive: what users name, and what metastores remember. Storage handlers of streams, of iterations and of
 * DynamoDB tables, their SerDes, the hook that plans and commits, and a function.
 *
 * <p>A SELECT goes through {@link io.millrace.hive.scan} (what is asked of the stream), {@link io.millrace.hive.statement}
 * (all its streams are planned at one moment, and committed at its end), {@code scan} again (splits and their readers),
 * and {@link io.millrace.hive.serde} (rows). An INSERT goes through {@link io.millrace.hive.insert}. All of them know a table
 * by {@link io.millrace.hive.table}; the arrows point from here to insert, statement, scan, serde, and table.
 * Beside them, {@link io.millrace.hive.dynamodb} leans on {@link io.millrace.hive.iterations}, as both are reached with the
 * same settings, and both lean on table.
 */
package io.millrace.hive;
