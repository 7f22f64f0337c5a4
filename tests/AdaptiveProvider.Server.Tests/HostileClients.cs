using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Clients that send nonsense, too much or too little, and leave at any time.</summary>
internal static class HostileClients
{
    private static readonly string[] Valid =
    [
        """{"model":"scripted","messages":[{"role":"system","content":"a"},{"role":"user","content":[{"type":"text","text":"b"}]}],"temperature":0.5,"n":2,"stop":["c"],"logprobs":false,"max_tokens":4}""",
        """{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"x"}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":4}""",
        """{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"auto","adaptive":{"depth_budget":0.9,"report_token_depth":true},"adaptive.max_depth":1,"max_tokens":4}""",
        """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},"reasoning_effort":"low","seed":5,"max_completion_tokens":4}""",
        """{"prompt":["a","b"],"n":2,"logit_bias":{"5":-1},"echo":true,"max_tokens":4}""",
        """{"prompt":[[1,2],[3]],"top_k":3,"top_p":0.5,"min_p":0.1,"repetition_penalty":1.1,"max_tokens":4}""",
    ];

    private static readonly string[] Values = ["null", "true", "-1", "0", "1e400", "1e-400", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[[[]]]]", "[null]", "{\"\":0}", "NaN", "\"adaptive\""];

    /// <summary>A body that was valid before something happened to it.</summary>
    public static byte[] Body(Random random)
    {
        string text = Valid[random.Next(Valid.Length)];
        switch (random.Next(6))
        {
            case 0:
                return Encoding.UTF8.GetBytes(text[..random.Next(text.Length)]);
            case 1:
                byte[] flipped = Encoding.UTF8.GetBytes(text);
                for (int i = random.Next(1, 6); i > 0; i--)
                {
                    flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                }

                return flipped;
            case 2:
                int depth = random.Next(1, 5000);
                return Encoding.UTF8.GetBytes($$"""{"messages":{{new string('[', depth)}}{{new string(']', depth)}}}""");
            case 3:
                byte[] noise = new byte[random.Next(200)];
                random.NextBytes(noise);
                return noise;
            case 4:
                return Encoding.UTF8.GetBytes(text[..^1] + "," + text[1..]);
            default:
                return Encoding.UTF8.GetBytes(WithOtherValue(text, random));
        }
    }

    /// <summary>Speaks to the server without a client library, badly, and leaves.</summary>
    public static async Task AttackAsync(int port, Random random)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        string body = Valid[random.Next(Valid.Length)];
        string path = body.Contains("prompt", StringComparison.Ordinal) ? "/v1/completions" : "/v1/chat/completions";
        string head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        string sent = random.Next(8) switch
        {
            0 => "\u0016\u0003\u0001nonsense\r\n\r\n",
            1 => head[..random.Next(1, head.Length)],
            2 => head + $"Content-Length: {body.Length}\r\n\r\n" + body[..random.Next(body.Length)],
            3 => head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
            4 => head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            5 => head + "Content-Length: 99999999999\r\n\r\n",
            6 => head + $"X-Long: {new string('x', 60_000)}\r\n\r\n",
            _ => head + $"Content-Length: {body.Length}\r\n\r\n" + body,
        };
        await TrySendAsync(socket, sent);
        if (random.Next(2) == 0)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    // The server may have closed the connection before all has been sent.
    private static async Task TrySendAsync(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (SocketException)
        {
        }
    }

    private static string WithOtherValue(string text, Random random)
    {
        int[] colons = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':')];
        int start = colons[random.Next(colons.Length)] + 1;
        int end = text.IndexOfAny([',', '}', ']'], start);
        return text[..start] + Values[random.Next(Values.Length)] + text[end..];
    }
}
