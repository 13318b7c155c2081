package io.millrace.service.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.service.channel.Channel;
import io.millrace.service.log.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A record that a channel can't deliver, as a line of JSON. Stateless. */
final class DeadLetter {
    private static final JsonFactory JSON = new JsonFactory();

    private DeadLetter() {}

    /** What stands in the file of dead letters of a record, its line end included. */
    static byte[] line(Channel channel, String shardId, StoredRecord record, RecordCheck.Trouble trouble)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("channelName", channel.name());
            json.writeStringField("channelId", channel.id());
            json.writeStringField("shardId", shardId);
            json.writeStringField("sequenceNumber", record.sequenceNumber().toString());
            json.writeStringField(
                    "approximateArrivalTimestamp",
                    Instant.ofEpochMilli(record.sequenceNumber().millis()).toString());
            if (record.partitionKey() != null) {
                json.writeStringField("partitionKey", record.partitionKey());
            }
            json.writeStringField("errorCode", trouble.code());
            json.writeStringField("errorMessage", trouble.message());
            ByteBuffer data = record.data();
            json.writeFieldName("rawData");
            json.writeBinary(data.array(), data.arrayOffset() + data.position(), data.remaining());
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
