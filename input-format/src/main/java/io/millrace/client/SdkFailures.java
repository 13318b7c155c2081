package io.millrace.client;

import io.millrace.config.Endpoint;
import io.millrace.config.KinesisOptions;
import io.millrace.config.StreamReference;
import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Says what the SDK's exceptions mean for the connector. Immutable and thread-safe. */
final class SdkFailures {
    private static final String SIGNATURE_REFUSED = "InvalidSignatureException";

    private final StreamReference stream;
    private final Endpoint endpoint;
    private final String whenThrottled;

    private SdkFailures(StreamReference stream, Endpoint endpoint, String whenThrottled) {
        this.stream = stream;
        this.endpoint = endpoint;
        this.whenThrottled = whenThrottled;
    }

    /** Failures of calls that read. */
    static SdkFailures ofReads(StreamReference stream, Endpoint endpoint) {
        return new SdkFailures(
                stream,
                endpoint,
                "lower " + KinesisOptions.READ_LIMIT_CALLS + " or " + KinesisOptions.READ_LIMIT_BYTES
                        + " of the jobs that read it");
    }

    /** Failures of calls that put records. */
    static SdkFailures ofWrites(StreamReference stream, Endpoint endpoint) {
        return new SdkFailures(
                stream,
                endpoint,
                "lower " + KinesisOptions.WRITE_LIMIT_RECORDS + " or " + KinesisOptions.WRITE_LIMIT_BYTES
                        + " of the jobs that write it, or give it more shards");
    }

    /** Failures of calls that are made once in a while, whose quotas are the account's. */
    static SdkFailures ofControl(StreamReference stream, Endpoint endpoint) {
        return new SdkFailures(stream, endpoint, "try again later");
    }

    StreamException translate(SdkException e) {
        if (e instanceof ExpiredIteratorException) {
            return new StreamException.IteratorExpired("an iterator of " + where() + " has expired", e);
        }
        if (e instanceof ProvisionedThroughputExceededException || e instanceof LimitExceededException) {
            return throttled(e, whenThrottled);
        }
        if (e instanceof KmsThrottlingException) {
            // The SDK does not take it for throttling.
            return throttled(e, "the key of the stream is asked too often: have the account's quota of AWS KMS raised");
        }
        if (e instanceof ResourceNotFoundException) {
            return new StreamException.NotFound(
                    where() + " was not found (" + detail(e) + "): check " + KinesisOptions.STREAM_NAME + ", "
                            + KinesisOptions.REGION_NAME + " and " + KinesisOptions.ENDPOINT_URL,
                    e);
        }
        if (e instanceof AwsServiceException service) {
            if (service.isThrottlingException()) {
                return throttled(e, whenThrottled);
            }
            if (isClockSkew(service)) {
                // The SDK has noted the difference: it signs the next call with the service's time.
                return new StreamException.Unavailable(
                        "the clock of this machine differs from the service's, for " + where() + ": " + detail(e), e);
            }
            return service.statusCode() >= 500
                    ? new StreamException.Unavailable("the service failed for " + where() + ": " + detail(e), e)
                    : new StreamException.Refused("the service refused a call for " + where() + ": " + detail(e), e);
        }
        if (isCredentials(e)) {
            return new StreamException.Refused(
                    "no credentials for " + where() + ": set " + KinesisOptions.ACCESS_KEY + " and "
                            + KinesisOptions.SECRET_KEY + ", or what the AWS SDK looks for (" + e.getMessage() + ")",
                    e);
        }
        return new StreamException.Unavailable(
                where() + " can't be reached: " + e.getMessage() + "; check " + KinesisOptions.ENDPOINT_URL + " and "
                        + KinesisOptions.REGION_NAME,
                e);
    }

    /** Also when the SDK has taken the service's time over by now, and so takes its clock for right again. */
    private static boolean isClockSkew(AwsServiceException e) {
        return e.isClockSkewException()
                || (e.awsErrorDetails() != null
                        && SIGNATURE_REFUSED.equals(e.awsErrorDetails().errorCode())
                        && e.awsErrorDetails().sdkHttpResponse() != null
                        && ClockSkew.isClockSkewed(
                                Instant.now(),
                                ClockSkew.getServerTime(e.awsErrorDetails().sdkHttpResponse())
                                        .orElse(null)));
    }

    private StreamException throttled(SdkException e, String advice) {
        return new StreamException.Throttled(where() + " is throttled: " + detail(e) + "; " + advice, e);
    }

    /** The SDK has no type for it; both its chain and its signer say so in words. */
    private static boolean isCredentials(SdkException e) {
        return e.getMessage() != null && e.getMessage().contains("credentials");
    }

    private static String detail(SdkException e) {
        return e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode() + ": "
                        + service.awsErrorDetails().errorMessage()
                : String.valueOf(e.getMessage());
    }

    private String where() {
        return "stream " + stream
                + endpoint.url().map(url -> " at " + url).orElse("")
                + endpoint.region().map(region -> " in " + region).orElse("");
    }
}
