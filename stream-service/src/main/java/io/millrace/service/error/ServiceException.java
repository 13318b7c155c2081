package io.millrace.service.error;

/**
 * An answer other than success, as AWS gives it: the type goes into {@code __type}, the text into {@code message}.
 * Closed: a client can meet these and no others.
 */
public abstract sealed class ServiceException extends RuntimeException {
    private final int httpStatus;

    private ServiceException(int httpStatus, String message) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
    }

    /** The name of the error in the API. */
    public String type() {
        return getClass().getSimpleName();
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The service failed, the request may be right. */
    public static final class InternalFailureException extends ServiceException {
        public InternalFailureException(String message) {
            super(500, message);
        }
    }

    /** A member breaks a constraint of the API model. */
    public static final class ValidationException extends ServiceException {
        public ValidationException(String message) {
            super(400, message);
        }
    }

    /** Members are well-formed but don't fit each other or the stream. */
    public static final class InvalidArgumentException extends ServiceException {
        public InvalidArgumentException(String message) {
            super(400, message);
        }
    }

    /** No such stream or shard. */
    public static final class ResourceNotFoundException extends ServiceException {
        public ResourceNotFoundException(String message) {
            super(400, message);
        }
    }

    /** The stream exists already, or is in a state that forbids the operation. */
    public static final class ResourceInUseException extends ServiceException {
        public ResourceInUseException(String message) {
            super(400, message);
        }
    }

    /** More shards than allowed. */
    public static final class LimitExceededException extends ServiceException {
        public LimitExceededException(String message) {
            super(400, message);
        }
    }

    /** The service is asked for more than it takes in right now; worth trying again. */
    public static final class ProvisionedThroughputExceededException extends ServiceException {
        public ProvisionedThroughputExceededException(String message) {
            super(400, message);
        }
    }

    /** The request is right, and was only to be checked. */
    public static final class DryRunOperationException extends ServiceException {
        public DryRunOperationException(String message) {
            super(400, message);
        }
    }

    /** A shard iterator is more than five minutes old. */
    public static final class ExpiredIteratorException extends ServiceException {
        public ExpiredIteratorException(String message) {
            super(400, message);
        }
    }

    /** A paging token is more than five minutes old. */
    public static final class ExpiredNextTokenException extends ServiceException {
        public ExpiredNextTokenException(String message) {
            super(400, message);
        }
    }

    /** The body is not JSON or CBOR, or a member has the wrong type. */
    public static final class SerializationException extends ServiceException {
        public SerializationException(String message) {
            super(400, message);
        }
    }

    /** The request names no operation that there is. */
    public static final class UnknownOperationException extends ServiceException {
        public UnknownOperationException(String message) {
            super(400, message);
        }
    }

    /** The body is larger than any valid request. */
    public static final class RequestEntityTooLargeException extends ServiceException {
        public RequestEntityTooLargeException(String message) {
            super(413, message);
        }
    }

    /** The request is not signed. */
    public static final class MissingAuthenticationTokenException extends ServiceException {
        public MissingAuthenticationTokenException(String message) {
            super(400, message);
        }
    }

    /** The Authorization header lacks a part or is malformed. */
    public static final class IncompleteSignatureException extends ServiceException {
        public IncompleteSignatureException(String message) {
            super(400, message);
        }
    }

    /** The signature is not that of this request by this key, or its time is out of the window. */
    public static final class InvalidSignatureException extends ServiceException {
        public InvalidSignatureException(String message) {
            super(400, message);
        }
    }

    /** The access key is unknown, or its session token is wrong. */
    public static final class UnrecognizedClientException extends ServiceException {
        public UnrecognizedClientException(String message) {
            super(400, message);
        }
    }

    /** The key is no longer valid. */
    public static final class ExpiredTokenException extends ServiceException {
        public ExpiredTokenException(String message) {
            super(400, message);
        }
    }

    /** The key may not do that. */
    public static final class AccessDeniedException extends ServiceException {
        public AccessDeniedException(String message) {
            super(400, message);
        }

        private AccessDeniedException(int httpStatus, String message) {
            super(httpStatus, message);
        }

        /** The error about a request of which nobody can tell what it wants. */
        public static AccessDeniedException ofUnknownWish() {
            return new AccessDeniedException(403, "Unable to determine service/operation name to be authorized");
        }
    }

    /** The stream's key can't be found: neither its records can be read nor new ones put. */
    public static final class KMSNotFoundException extends ServiceException {
        public KMSNotFoundException(String message) {
            super(400, message);
        }
    }

    /** The stream's key is disabled. */
    public static final class KMSDisabledException extends ServiceException {
        public KMSDisabledException(String message) {
            super(400, message);
        }
    }

    /** The stream's key is another account's. */
    public static final class KMSAccessDeniedException extends ServiceException {
        public KMSAccessDeniedException(String message) {
            super(400, message);
        }
    }

    /** The stream's key is not what it was. */
    public static final class KMSInvalidStateException extends ServiceException {
        public KMSInvalidStateException(String message) {
            super(400, message);
        }
    }

    /** The service has too much to do right now; worth trying again. */
    public static final class ServiceUnavailableException extends ServiceException {
        public ServiceUnavailableException(String message) {
            super(503, message);
        }
    }

    /** The body did not come in time. */
    public static final class RequestTimeoutException extends ServiceException {
        public RequestTimeoutException(String message) {
            super(408, message);
        }
    }
}
