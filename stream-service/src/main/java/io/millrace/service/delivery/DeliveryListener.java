package io.millrace.service.delivery;

import io.millrace.service.stream.StreamKey;
import java.util.Set;

/** Is told how channels do. Called on the delivery's own thread, so it must be short. */
public interface DeliveryListener {
    /** A channel, as people know it. */
    record Label(StreamKey stream, String channel) {}

    /**
     * Objects were written.
     *
     * @param records that are fit
     * @param failed those that are not
     * @param objects with the one or the other
     * @param bytesIn of the records
     * @param bytesOut of the objects
     */
    void delivered(Label channel, long records, long failed, long objects, long bytesIn, long bytesOut);

    /** Records expired before they were delivered. */
    void expired(Label channel, long records);

    /** An attempt failed, and is made again. */
    void failed(Label channel);

    /** How old the oldest record is that was not delivered; 0 when there is none. */
    void fresh(Label channel, long ageMillis);

    /** These and no others are there. */
    void present(Set<Label> channels);
}
