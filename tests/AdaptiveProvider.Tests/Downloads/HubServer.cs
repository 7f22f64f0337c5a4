using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AdaptiveProvider.Tests.Downloads;

/// <summary>A local server with Hugging Face's addresses over plain sockets, so that it can break, stall and lie as servers do.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public HubServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    /// <summary>Contents by file name.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Looks at a request before the usual answer goes out, which it is given; null keeps that.</summary>
    public Func<HubRequest, HubAnswer, HubAnswer?> Change { get; set; } = (_, _) => null;

    /// <summary>Where the contents of weights are redirected to, as large files are; null serves them here.</summary>
    public HubServer? LargeFiles { get; set; }

    public List<HubRequest> Requests { get; } = [];

    public IEnumerable<HubRequest> Contents => Requests.Where(request => request.Method == "GET");

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await AnswerAsync(connection.GetStream());
                }
                catch (IOException)
                {
                    // The client has broken off, which some tests want.
                }
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var request = await ReadAsync(stream);
        Requests.Add(request);
        var usual = Usual(request);
        var answer = Change(request, usual) ?? usual;
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Answer\r\nConnection: close\r\n");
        foreach (var (name, value) in answer.HidesLength ? answer.Headers : answer.With("Content-Length", $"{answer.Body.Length}").Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (request.Method == "GET")
        {
            await stream.WriteAsync(answer.Body.AsMemory(0, answer.BreaksAfter ?? answer.Body.Length));
        }

        if (answer.Stalls)
        {
            // Ends when the client has had enough.
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
        }
    }

    private HubAnswer Usual(HubRequest request)
    {
        if (!Files.TryGetValue(request.File, out byte[]? content))
        {
            return new HubAnswer(404, []);
        }

        string hash = Sha256(content);
        if (LargeFiles is { } other && request.File.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            other.Files[request.File] = content;
            return new HubAnswer(302, [])
                .With("Location", new Uri(other.Address, $"blob/{request.File}").AbsoluteUri).With("X-Repo-Commit", Commit).With("X-Linked-Etag", $"\"{hash}\"").With("X-Linked-Size", $"{content.Length}");
        }

        var answer = request.From switch
        {
            0 => new HubAnswer(200, content),
            var from when from >= content.Length => new HubAnswer(416, []),
            var from => new HubAnswer(206, content[from..]).With("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"),
        };
        return answer.With("ETag", request.File.EndsWith(".safetensors", StringComparison.Ordinal) ? $"\"{hash}\"" : $"\"{hash[..40]}\"").With("X-Repo-Commit", Commit);
    }

    private async Task<HubRequest> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0)
        {
            text.Append((char)one[0]);
        }

        string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        return new HubRequest(first[0], first[1], lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase));
    }
}
