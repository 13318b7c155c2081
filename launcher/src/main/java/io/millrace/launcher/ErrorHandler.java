package io.millrace.launcher;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.local.NotBuiltException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns the failure of a command into a message for people and exit code 1. */
final class ErrorHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parseResult) {
        PrintWriter err = commandLine.getErr();
        err.println("millrace: " + message(e));
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

    private static boolean explained(Exception e) {
        return e instanceof UserError
                || e instanceof IllegalArgumentException
                || e instanceof CheckpointException
                || e instanceof NotBuiltException
                || e instanceof StreamException
                || e instanceof AwsServiceException
                || e instanceof SdkClientException;
    }

    private static String message(Exception e) {
        if (e instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            String text = refused.awsErrorDetails().errorMessage();
            String code = refused.awsErrorDetails().errorCode();
            return refused.awsErrorDetails().serviceName() + " refused: " + (text == null ? "" : text + " ") + "("
                    + code + ")";
        }
        if (e instanceof SdkClientException) {
            return clientMessage(e);
        }
        if (e instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
            return e.getMessage() + ": " + ioMessage(wrapped.getCause());
        }
        if (e instanceof IOException io) {
            return ioMessage(io);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String clientMessage(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.ConnectException || cause instanceof java.net.UnknownHostException) {
                return "cannot reach the endpoint (" + cause.getMessage() + "): is the service running there? "
                        + "See --endpoint-url; 'millrace service' and 'millrace dynamodb' start local ones.";
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
