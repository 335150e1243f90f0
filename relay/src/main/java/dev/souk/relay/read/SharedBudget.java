package dev.souk.relay.read;

import dev.souk.protocol.Reason;
import dev.souk.relay.replay.Budget;
import java.util.List;
import java.util.Optional;

/** What is charged to several accounts at once; the poorest decides. Thread-safe. */
record SharedBudget(List<Account> accounts) implements Budget {
    @Override
    public boolean enter() {
        for (int i = 0; i < accounts.size(); i++) {
            if (!accounts.get(i).enter()) {
                accounts.subList(0, i).forEach(Account::leave);
                return false;
            }
        }
        return true;
    }

    @Override
    public void leave() {
        accounts.forEach(Account::leave);
    }

    @Override
    public void spend(long rows, long bytes) {
        accounts.forEach(account -> account.pay(rows, bytes));
    }

    @Override
    public Optional<Reason> emptiness() {
        return accounts.stream()
                .flatMap(account -> account.emptiness().stream())
                .findFirst();
    }
}
