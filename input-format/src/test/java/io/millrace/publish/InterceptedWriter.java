package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamWriter;
import java.util.List;

/** A stream at which something happens before each call. */
record InterceptedWriter(StreamWriter stream, Runnable beforeDescribe, Runnable beforePut) implements StreamWriter {
    static InterceptedWriter beforeDescribe(StreamWriter stream, Runnable before) {
        return new InterceptedWriter(stream, before, () -> {});
    }

    static InterceptedWriter beforePut(StreamWriter stream, Runnable before) {
        return new InterceptedWriter(stream, () -> {}, before);
    }

    @Override
    public Target describe() {
        beforeDescribe.run();
        return stream.describe();
    }

    @Override
    public List<Outcome> put(List<OutgoingRecord> records) {
        beforePut.run();
        return stream.put(records);
    }

    @Override
    public void close() {
        stream.close();
    }
}
