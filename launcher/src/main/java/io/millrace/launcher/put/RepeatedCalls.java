package io.millrace.launcher.put;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;

/**
 * Counts the records that the AWS SDK sends again by itself because it has no answer, or one of a service that failed: the
 * first call may have brought them in all the same, and the API has no way to ask. Thread-safe.
 */
final class RepeatedCalls implements ExecutionInterceptor {
    private static final ExecutionAttribute<Boolean> UNDECIDED = new ExecutionAttribute<>("MillraceUndecided");
    private static final int SERVER_ERROR = 500;

    private final AtomicLong records = new AtomicLong();

    /** How many records the repeated calls carried. */
    long records() {
        return records.get();
    }

    /** Before each attempt. */
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutRecordsRequest put) {
            if (Boolean.TRUE.equals(attributes.getAttribute(UNDECIDED))) {
                records.addAndGet(put.records().size());
            }
            attributes.putAttribute(UNDECIDED, true);
        }
    }

    /** A call that the service has refused as a whole has brought nothing in. */
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (context.httpResponse().statusCode() < SERVER_ERROR) {
            attributes.putAttribute(UNDECIDED, false);
        }
    }
}
