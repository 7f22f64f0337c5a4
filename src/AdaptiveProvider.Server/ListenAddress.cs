using System.Net;
using System.Net.Sockets;

namespace AdaptiveProvider.Server;

/// <summary>Where a server listens.</summary>
public sealed record ListenAddress
{
    private ListenAddress(IPAddress address, int port) => (Address, Port) = (address, port);

    /// <summary>The network address.</summary>
    public IPAddress Address { get; }

    /// <summary>The port, 0 for any free one.</summary>
    public int Port { get; }

    /// <summary>True when only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads an address as people write it.</summary>
    /// <param name="host"><c>localhost</c>, an IP address, or <c>*</c> for every address of this machine.</param>
    /// <param name="port">0 to 65535; 0 takes any free port.</param>
    /// <exception cref="ArgumentException">The host is no address, or the port is out of range.</exception>
    public static ListenAddress Parse(string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, $"The port must be 0 to {IPEndPoint.MaxPort}; it is {port}.");
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(IPAddress.Loopback, port);
        }

        return host == "*"
            ? new ListenAddress(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port)
            : IPAddress.TryParse(host.Trim('[', ']'), out var address)
                ? new ListenAddress(address, port)
                : throw new ArgumentException($"The host '{host}' is no address: use 127.0.0.1, another IP address of this machine, or * for all of them.", nameof(host));
    }
}
