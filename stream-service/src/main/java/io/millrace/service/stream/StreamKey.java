package io.millrace.service.stream;

/** Names a stream: the same name in another region is another stream. */
public record StreamKey(String region, String name) {}
