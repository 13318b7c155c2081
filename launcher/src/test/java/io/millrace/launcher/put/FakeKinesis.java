package io.millrace.launcher.put;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Takes or refuses single records as a test wants, and remembers all calls. */
final class FakeKinesis implements KinesisClient {
    final List<List<String>> calls = new ArrayList<>();
    final List<String> taken = new ArrayList<>();
    private final BiPredicate<Integer, String> refuses;

    /**
     * A stream.
     *
     * @param refuses whether it refuses a record, by the number of the call (1 for the first) and the data
     */
    FakeKinesis(BiPredicate<Integer, String> refuses) {
        this.refuses = refuses;
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        List<String> data = request.records().stream()
                .map(record -> record.data().asUtf8String())
                .toList();
        calls.add(data);
        List<PutRecordsResultEntry> results = new ArrayList<>();
        for (String record : data) {
            PutRecordsResultEntry.Builder result = PutRecordsResultEntry.builder();
            if (refuses.test(calls.size(), record)) {
                result.errorCode("ProvisionedThroughputExceededException").errorMessage("slow down");
            } else {
                taken.add(record);
                result.sequenceNumber(Integer.toString(taken.size())).shardId("shardId-000000000000");
            }
            results.add(result.build());
        }
        return PutRecordsResponse.builder().records(results).build();
    }

    @Override
    public String serviceName() {
        return "fake";
    }

    @Override
    public void close() {}
}
