package dev.failover.dns.plan;

import dev.failover.event.DnsChange.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who wrote a record last: the text of the TXT record {@code _failover.<name>}. It travels in the same batch as the record,
 * so that a writer that read an older one is refused by the zone.
 *
 * @param owner the deployment that manages the record
 * @param target the endpoint that the name was given
 * @param part what another endpoint was given of the answers, in a gradual move; an older reader passes over the word
 */
public record Fence(String owner, String service, long epoch, String decision, String target, Optional<Part> part) {

    private static final String VERSION = "failover1";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    /** Of an endpoint that was given all answers. */
    public Fence(String owner, String service, long epoch, String decision, String target) {
        this(owner, service, epoch, decision, target, Optional.empty());
    }

    public Fence {
        for (String word : new String[] {owner, service, decision, target}) {
            if (!WORD.matcher(word).matches()) {
                throw new IllegalArgumentException("'" + word + "' cannot stand in a fence");
            }
        }
    }

    /** Whose the answers are by it. */
    Holding holding() {
        return new Holding(target, part);
    }

    /** Printable ASCII without quotes, at most some 420 characters. */
    public String text() {
        return "v=" + VERSION + " owner=" + owner + " service=" + service + " epoch=" + epoch + " decision=" + decision
                + " target=" + target
                + part.map(each -> " shift=" + each.endpoint() + ":" + each.share())
                        .orElse("");
    }

    /**
     * Reads a text; empty when it is no fence of this version, or says something twice. Words that are not known are
     * passed over.
     */
    public static Optional<Fence> parse(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0 && words.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                return Optional.empty();
            }
        }
        if (!VERSION.equals(words.get("v"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Fence(
                    words.getOrDefault("owner", ""),
                    words.getOrDefault("service", ""),
                    Long.parseLong(words.getOrDefault("epoch", "")),
                    words.getOrDefault("decision", ""),
                    words.getOrDefault("target", ""),
                    Optional.ofNullable(words.get("shift")).map(Fence::part)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An endpoint and its share, for example {@code secondary:25}. */
    private static Part part(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + word + "' is no share of an endpoint");
        }
        return new Part(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
    }
}
