package io.millrace.service.wire;

/** What an operation answers with: one object, or a stream of events. */
public sealed interface Answer permits Reply, Events {}
