package dev.failover.awslocal.route53;

import java.util.Comparator;

/** What makes a record set unique within its zone, in the order of ListResourceRecordSets. */
public record RecordKey(DomainName name, String type, String setIdentifier) implements Comparable<RecordKey> {

    private static final Comparator<RecordKey> ORDER = Comparator.comparing(RecordKey::name)
            .thenComparing(RecordKey::type)
            .thenComparing(RecordKey::setIdentifier);

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }

    /** As Route 53's messages name a record set. */
    String inWords() {
        String identifier = setIdentifier.isEmpty() ? "" : ", set-identifier='" + setIdentifier + "'";
        return "[name='" + name + "', type='" + type + "'" + identifier + "]";
    }
}
