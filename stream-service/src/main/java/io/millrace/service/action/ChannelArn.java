package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamKey.Home;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a channel, of the form {@code arn:aws:kinesis:REGION:ACCOUNT:channel/NAME/ID}.
 *
 * @param id a channel that was created anew under its name has another one
 */
record ChannelArn(Home home, String name, String id) {
    private static final Pattern ANY = Pattern.compile("arn:aws[^:]*:kinesis:[^:]*:\\d{12}:channel/.*");
    private static final Pattern FORM =
            Pattern.compile("arn:aws[^:]*:kinesis:([^:]*):(\\d{12}):channel/([a-zA-Z0-9_.-]+)/([0-9a-f]+)");

    /** Whether a text is the ARN of a channel and of nothing else. */
    static boolean isOne(String arn) {
        return ANY.matcher(arn).matches();
    }

    /** Empty when no channel can have it. */
    static Optional<ChannelArn> parse(String arn) {
        Matcher matcher = FORM.matcher(arn);
        return matcher.matches()
                ? Optional.of(new ChannelArn(
                        new Home(matcher.group(2), matcher.group(1)), matcher.group(3), matcher.group(4)))
                : Optional.empty();
    }

    static ChannelArn of(StreamKey stream, Channel channel) {
        return new ChannelArn(stream.home(), channel.name(), channel.id());
    }

    /** Whether it is the ARN of this channel. */
    boolean names(Channel channel) {
        return name.equals(channel.name()) && id.equals(channel.id());
    }

    @Override
    public String toString() {
        return "arn:aws:kinesis:" + home.region() + ":" + home.account() + ":channel/" + name + "/" + id;
    }
}
