package io.millrace.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;

/**
 * Takes the records out of an answer of GetRecords while it comes in, and leaves the rest of it to the SDK. The SDK makes a
 * tree of the whole answer first and its records of that, which takes 1.15 to 1.2 times as long (docs/performance.md). Calls,
 * signatures, errors and the other members stay the SDK's. Only for answers in CBOR, which is what the SDK asks for
 * unless CBOR is switched off. Stateless.
 */
final class RecordsInterceptor implements ExecutionInterceptor {
    private static final ExecutionAttribute<Taken> TAKEN = new ExecutionAttribute<>(RecordsInterceptor.class.getName());
    private static final CBORFactory CBOR = new CBORFactory();
    private static final String CBOR_TYPE = "application/x-amz-cbor";
    /** What is asked of the socket at a time: the parser by itself asks for 8 KiB, a call of the system each. */
    private static final int READ_BYTES = 128 << 10;

    /** What was taken out of the answer to one call; for one thread. */
    static final class Taken {
        private List<StoredRecord> records;

        private Taken() {}

        /** The records, in order; empty when the answer was left to the SDK as a whole. */
        Optional<List<StoredRecord>> records() {
            return Optional.ofNullable(records);
        }
    }

    /** Has the records of one call taken out. */
    static Taken from(GetRecordsRequest.Builder call) {
        Taken taken = new Taken();
        call.overrideConfiguration(each -> each.putExecutionAttribute(TAKEN, taken));
        return taken;
    }

    /** @throws SdkClientException when the answer is cut off or is not one */
    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Taken taken = attributes.getAttribute(TAKEN);
        if (taken == null || !context.httpResponse().isSuccessful() || !isCbor(context)) {
            return context.responseBody();
        }
        return context.responseBody().map(body -> {
            try (JsonParser answer = CBOR.createParser(new BufferedInputStream(body, READ_BYTES))) {
                return rest(answer, taken);
            } catch (IOException | IllegalArgumentException e) {
                throw SdkClientException.create("an answer of GetRecords can't be read: " + e.getMessage(), e);
            }
        });
    }

    private static boolean isCbor(Context.ModifyHttpResponse context) {
        return context.httpResponse()
                .firstMatchingHeader("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith(CBOR_TYPE))
                .orElse(false);
    }

    private static InputStream rest(JsonParser answer, Taken taken) throws IOException {
        expect(answer.nextToken(), JsonToken.START_OBJECT, "the answer");
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try (CBORGenerator out = CBOR.createGenerator(rest)) {
            out.writeStartObject();
            for (String name = answer.nextFieldName(); name != null; name = answer.nextFieldName()) {
                JsonToken value = answer.nextToken();
                if (name.equals("Records")) {
                    taken.records = records(answer, value);
                } else {
                    out.writeFieldName(name);
                    out.copyCurrentStructure(answer);
                }
            }
            out.writeEndObject();
        }
        return new ByteArrayInputStream(rest.toByteArray());
    }

    private static List<StoredRecord> records(JsonParser answer, JsonToken first) throws IOException {
        expect(first, JsonToken.START_ARRAY, "Records");
        List<StoredRecord> records = new ArrayList<>();
        for (JsonToken next = answer.nextToken(); next != JsonToken.END_ARRAY; next = answer.nextToken()) {
            expect(next, JsonToken.START_OBJECT, "a record");
            records.add(record(answer));
        }
        return records;
    }

    private static StoredRecord record(JsonParser answer) throws IOException {
        SequenceNumber number = null;
        String partitionKey = "";
        Instant arrival = null;
        Payload data = null;
        for (String name = answer.nextFieldName(); name != null; name = answer.nextFieldName()) {
            if (answer.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "SequenceNumber" -> number = SequenceNumber.of(answer.getText());
                case "PartitionKey" -> partitionKey = answer.getText();
                // Milliseconds in CBOR, as the SDK takes them.
                case "ApproximateArrivalTimestamp" -> arrival = Instant.ofEpochMilli(answer.getValueAsLong());
                case "Data" -> data = Payload.sharing(answer.getBinaryValue());
                default -> answer.skipChildren();
            }
        }
        if (number == null || data == null) {
            throw new IOException("a record has no sequence number or no data");
        }
        return new StoredRecord(number, partitionKey, arrival, data);
    }

    private static void expect(JsonToken found, JsonToken expected, String what) throws IOException {
        if (found != expected) {
            throw new IOException(what + " is not what it should be: " + found + " in place of " + expected);
        }
    }
}
