package dev.souk.relay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On the class that tests a NIP over a real socket: what of it works, in words for the README's table. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Nip {
    String works();
}
