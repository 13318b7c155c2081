package io.millrace.launcher;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.config.KinesisOptions;
import io.millrace.launcher.client.ConnectionOptions;
import io.millrace.local.NotBuiltException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLHandshakeException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Turns the failure of a command into a message for people and exit code 1. */
final class ErrorHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parseResult) {
        PrintWriter err = commandLine.getErr();
        err.println("millrace: " + message(e, endpoint(commandLine)) + keyHere(e, commandLine));
        if (verbose(commandLine)) {
            e.printStackTrace(err);
        } else if (!explained(e)) {
            err.println("Run it again with " + CommonOptions.VERBOSE + " to see the stack trace.");
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean verbose(CommandLine commandLine) {
        OptionSpec option = commandLine.getCommandSpec().findOption(CommonOptions.VERBOSE);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }

    /** The endpoint that the command line names, which the SDK's messages don't. */
    private static String endpoint(CommandLine commandLine) {
        OptionSpec option = commandLine.getCommandSpec().findOption(ConnectionOptions.ENDPOINT_URL);
        return option == null || option.getValue() == null ? "the endpoint" : "the endpoint " + option.getValue();
    }

    /** What the key that messages of the connector name is called on the command line. */
    private static String keyHere(Exception e, CommandLine commandLine) {
        boolean named = e instanceof StreamException
                && String.valueOf(e.getMessage()).contains(KinesisOptions.ENDPOINT_URL.key())
                && commandLine.getCommandSpec().findOption(ConnectionOptions.STREAM_ENDPOINT_URL) != null;
        return named ? ", which is " + ConnectionOptions.STREAM_ENDPOINT_URL + " here" : "";
    }

    private static boolean explained(Exception e) {
        return e instanceof UserError
                || e instanceof IllegalArgumentException
                || e instanceof CheckpointException
                || e instanceof NotBuiltException
                || e instanceof StreamException
                || e instanceof AwsServiceException
                || e instanceof SdkClientException;
    }

    private static String message(Exception e, String endpoint) {
        if (e instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            return refusal(refused, refused.awsErrorDetails(), endpoint);
        }
        if (e instanceof SdkClientException failed) {
            return clientMessage(failed, endpoint);
        }
        if (e instanceof CheckpointException && e.getCause() instanceof SdkClientException cause) {
            return "the checkpoint table can't be used: " + clientMessage(cause, endpoint);
        }
        if (e instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
            return e.getMessage() + ": " + ioMessage(wrapped.getCause());
        }
        if (e instanceof IOException io) {
            return ioMessage(io);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String refusal(AwsServiceException refused, AwsErrorDetails details, String endpoint) {
        if (details.errorCode() == null) {
            return endpoint + " answered with status " + refused.statusCode() + " and no error of "
                    + details.serviceName() + "'s: is it another server's?";
        }
        String text = details.errorMessage() == null ? "" : details.errorMessage() + " ";
        boolean noStream = refused instanceof ResourceNotFoundException;
        return details.serviceName() + " refused: " + text + "(" + details.errorCode() + ")"
                + (noStream ? "; 'millrace stream list' shows the streams of a region" : "");
    }

    private static String clientMessage(SdkClientException e, String endpoint) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return "cannot reach " + endpoint + " (" + cause.getMessage() + "): is the service running there? "
                        + "See --endpoint-url; 'millrace service' and 'millrace dynamodb' start local ones.";
            }
            if (cause instanceof SSLHandshakeException) {
                return "the certificate of " + endpoint + " is not trusted (" + cause.getMessage() + "): "
                        + "let JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE name a store that has it, "
                        + "or use http:// with a server on this machine";
            }
        }
        if (String.valueOf(e.getMessage()).contains("credentials")) {
            return "no AWS credentials found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE. "
                    + "An --endpoint-url on this machine needs none.";
        }
        if (String.valueOf(e.getMessage()).contains("region")) {
            return "no AWS region found: give --region or set AWS_REGION";
        }
        return e.getMessage();
    }

    private static String ioMessage(IOException e) {
        return e instanceof NoSuchFileException missing ? "there is no file " + missing.getFile() : e.getMessage();
    }
}
