package dev.failover.cli.audit;

/**
 * One thing that was held against the recommended set-up.
 *
 * @param about the endpoint, {@code endpoints} where several are compared, or {@code dns}
 * @param topic one word, always the same for the same rule
 * @param sentence what was seen, and why it matters
 * @param advice what to do; empty where nothing is to be done
 */
record Remark(Level level, String about, String topic, String sentence, String advice) {

    enum Level {
        OK,
        /** Somebody should look: a weakness, or something that could not be looked at. */
        WARN,
        /** A failover, or the loss of a zone, would go wrong. */
        BAD
    }

    static Remark ok(String about, String topic, String sentence) {
        return new Remark(Level.OK, about, topic, sentence, "");
    }

    static Remark warn(String about, String topic, String sentence, String advice) {
        return new Remark(Level.WARN, about, topic, sentence, advice);
    }

    static Remark bad(String about, String topic, String sentence, String advice) {
        return new Remark(Level.BAD, about, topic, sentence, advice);
    }
}
