package io.millrace.service.stream;

/** Names a stream: the same name in another account or region is another stream. */
public record StreamKey(String account, String region, String name) {
    /** Where the stream is at home. */
    public Home home() {
        return new Home(account, region);
    }

    /** How messages call the stream; AWS's own do so too. */
    public String inMessages() {
        return "Stream " + name + " under account " + account;
    }

    /** The streams of one account in one region: names are unique in it, lists list it. */
    public record Home(String account, String region) {
        /** The key of a stream that is at home here. */
        public StreamKey key(String name) {
            return new StreamKey(account, region, name);
        }
    }
}
