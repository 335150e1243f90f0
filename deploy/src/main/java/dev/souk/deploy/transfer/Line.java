package dev.souk.deploy.transfer;

/**
 * One line of a file.
 *
 * @param number counted from 1
 * @param bytes the line without its end; empty when it is too long. Not to be modified
 * @param isTooLong it was longer than allowed and was not kept
 */
@SuppressWarnings("ArrayRecordComponent") // Lines are never compared.
public record Line(long number, byte[] bytes, boolean isTooLong) {}
