package dev.failover.awslocal.sns;

/** Carries messages to subscribers; never blocks and never refuses the publisher. */
interface Delivery {

    void confirmation(Subscription subscription);

    void notification(Subscription subscription, Message message);

    /** Forgets what is queued for a subscription that is gone. */
    void forget(String subscriptionArn);
}
