package io.millrace.checkpoint.dynamodb;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A real client whose calls fail at chosen points. Counts the calls from 0. */
final class FaultyDynamoDb implements DynamoDbClient {
    private final DynamoDbClient real;
    private final AtomicInteger calls = new AtomicInteger();
    private final IntPredicate failsBefore;
    private final IntPredicate failsAfter;
    private Supplier<Optional<String>> cancelling = Optional::empty;

    private FaultyDynamoDb(DynamoDbClient real, IntPredicate failsBefore, IntPredicate failsAfter) {
        this.real = real;
        this.failsBefore = failsBefore;
        this.failsAfter = failsAfter;
    }

    /** As after a crash: this call and all later ones never reach the table. */
    static FaultyDynamoDb crashingBefore(DynamoDbClient real, int call) {
        return new FaultyDynamoDb(real, index -> index >= call, index -> false);
    }

    /** One call never reaches the table. */
    static FaultyDynamoDb failingOnce(DynamoDbClient real, int call) {
        return new FaultyDynamoDb(real, index -> index == call, index -> false);
    }

    /** A crash while the answer is on its way: this call is carried out, no later one is. */
    static FaultyDynamoDb crashingAfter(DynamoDbClient real, int call) {
        return new FaultyDynamoDb(real, index -> index > call, index -> index == call);
    }

    /** One call is carried out, but its answer is lost. */
    static FaultyDynamoDb losingTheAnswerOf(DynamoDbClient real, int call) {
        return new FaultyDynamoDb(real, index -> false, index -> index == call);
    }

    /** For so long, transactions are refused for a reason that passes. */
    static FaultyDynamoDb cancellingFor(DynamoDbClient real, Duration time, String reason) {
        long until = System.nanoTime() + time.toNanos();
        FaultyDynamoDb faulty = new FaultyDynamoDb(real, index -> false, index -> false);
        faulty.cancelling = () -> System.nanoTime() < until ? Optional.of(reason) : Optional.empty();
        return faulty;
    }

    int calls() {
        return calls.get();
    }

    private <T> T call(Supplier<T> action) {
        int index = calls.getAndIncrement();
        if (failsBefore.test(index)) {
            throw ApiCallTimeoutException.builder()
                    .message("call never arrived")
                    .build();
        }
        T result = action.get();
        if (failsAfter.test(index)) {
            throw ApiCallTimeoutException.builder().message("answer lost").build();
        }
        return result;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return call(() -> real.getItem(request));
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return call(() -> real.putItem(request));
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return call(() -> real.deleteItem(request));
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        cancelling.get().ifPresent(reason -> {
            throw TransactionCanceledException.builder()
                    .message("Transaction cancelled [" + reason + "]")
                    .cancellationReasons(
                            CancellationReason.builder().code(reason).build())
                    .build();
        });
        return call(() -> real.transactWriteItems(request));
    }

    /** Not counted: it opens the table. */
    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        return real.describeTable(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return call(() -> real.query(request));
    }

    @Override
    public String serviceName() {
        return real.serviceName();
    }

    @Override
    public void close() {
        real.close();
    }
}
