package dev.souk.deploy;

import dev.souk.deploy.client.RelayUrl;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The words of a command that asks a relay: among them at most one URL, at any place.
 *
 * @param url the relay
 * @param rest the other words, in order
 */
record RelayArguments(RelayUrl url, List<String> rest) {
    RelayArguments {
        rest = List.copyOf(rest);
    }

    static RelayArguments of(CommandLine command, List<String> words) {
        List<String> urls = words.stream().filter(RelayUrl::isMeant).toList();
        List<String> rest = new ArrayList<>(words);
        rest.removeAll(urls);
        if (urls.size() > 1) {
            throw new ParameterException(command, "name one relay, not " + urls.size());
        }
        RelayUrl url = urls.isEmpty()
                ? RelayUrl.DEFAULT
                : RelayUrl.parse(urls.get(0))
                        .orElseThrow(() -> new ParameterException(
                                command,
                                "a relay's URL begins with ws:// or wss:// and names a host, not " + urls.get(0)));
        return new RelayArguments(url, rest);
    }
}
