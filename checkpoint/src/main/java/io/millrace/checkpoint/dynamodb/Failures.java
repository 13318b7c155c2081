package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the SDK's failures into ours. Stateless. */
final class Failures {
    private Failures() {}

    /**
     * Makes a call.
     *
     * @param what completes "can't ..." in messages
     */
    static <T> T translate(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (AbortedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException.StoreFailed("can't " + what + ": interrupted", e);
        } catch (SdkException e) {
            throw new CheckpointException.StoreFailed("can't " + what + ": " + reason(e), e);
        }
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return service.awsErrorDetails().errorCode() + ": "
                    + service.awsErrorDetails().errorMessage();
        }
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        // The SDK's own message is often no more than "unable to execute request"; its root says why.
        return root == e ? e.getMessage() : e.getMessage() + " (" + root + ")";
    }
}
