/** The judgement: a service's state, the events that come in and the effects that go out; pure, JDK only. */
@NullMarked
package dev.failover.decision.core;

import org.jspecify.annotations.NullMarked;
