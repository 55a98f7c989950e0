package aether.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The bus a user chose with {@code aether bus use}, as both implementations of Aether keep it in
 * {@code config.json} (CONTRACT §12). It never holds a password.
 *
 * @param name the name of the choice, for the reader of the file
 */
public record BusProfile(
    String name,
    Optional<String> host,
    Optional<Integer> port,
    Optional<Integer> db,
    Optional<String> username,
    TlsChoice tls,
    BusRoute.Choice route) {
  /** The name of a profile that was given none. */
  public static final String DEFAULT_NAME = "default";

  /** A profile that says nothing. */
  public static final BusProfile EMPTY =
      new BusProfile(
          DEFAULT_NAME,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          TlsChoice.UNSAID);

  /** One that says nothing about how the bus is found and shared. */
  public BusProfile(
      String name,
      Optional<String> host,
      Optional<Integer> port,
      Optional<Integer> db,
      Optional<String> username,
      TlsChoice tls) {
    this(name, host, port, db, username, tls, BusRoute.Choice.UNSAID);
  }

  /** The profile that names {@code address}, without its password. */
  public static BusProfile of(BusAddress address) {
    BusRoute route = address.route();
    Optional<BusUrl> url = BusUrl.of(address);
    return new BusProfile(
        DEFAULT_NAME,
        url.isPresent() ? Optional.empty() : Optional.of(address.host()),
        url.isPresent() ? Optional.empty() : Optional.of(address.port()),
        Optional.of(address.db()),
        address.username(),
        address
            .tls()
            .map(tls -> new TlsChoice(Optional.of(true), tls.ca(), tls.certificate(), tls.key()))
            .orElse(TlsChoice.UNSAID),
        new BusRoute.Choice(
            url,
            Optional.of(route.namespace()).filter(name -> !name.equals(Namespace.DEFAULT)),
            Optional.of(route.insecure()).filter(insecure -> insecure)));
  }

  /**
   * The profile in {@code file}; empty when there is no such file. A password or any other field
   * that is not part of a profile is passed over.
   *
   * @throws ConfigException when the file cannot be read or used; it names the file and the field
   */
  public static Optional<BusProfile> read(Path file) {
    return PrivateFile.read(file).map(text -> new ProfileFormat(file).parse(text));
  }

  /**
   * Writes this profile to {@code file}: whole or not at all, readable by its owner only, file
   * names absolute.
   *
   * @throws ConfigException when it cannot be written; the old file is then as it was
   */
  public void write(Path file) {
    PrivateFile.write(file, ProfileFormat.print(this));
  }
}
