package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.millrace.read.KinesisRecordWritable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.UserRecordResult;

/** The Kinesis Producer Library on a stream that distributes its records itself, where aggregates would lie anywhere. */
public class DistributedProducerLibraryTest {
    private static final int RECORDS = 300;

    @Test
    public void eachRecordIsReadOnce() throws Exception {
        ProducerLibrary.obstacle().ifPresent(reason -> assumeTrue(reason, false));
        TestStream stream = TestStream.distributing();
        List<String> texts =
                IntStream.range(0, RECORDS).mapToObj(i -> "record " + i).toList();
        KinesisProducer producer = ProducerLibrary.start();
        try {
            List<ListenableFuture<UserRecordResult>> puts = new ArrayList<>();
            for (String text : texts) {
                puts.add(producer.addUserRecord(
                        stream.name(), "key of " + text, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            }
            producer.flushSync();
            for (ListenableFuture<UserRecordResult> put : puts) {
                assertThat(put.get().isSuccessful()).isTrue();
            }
        } finally {
            producer.destroy();
        }

        assertThat(InputFormatRun.readAll(stream.name()))
                .extracting(KinesisRecordWritable::getPayload)
                .extracting(payload -> new String(payload, StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(texts);
    }
}
