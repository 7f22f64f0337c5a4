using System.Text.Json;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Writes names as JSON strings the way models were shown them: only what must be escaped is.</summary>
internal static class JsonName
{
    public static string Quote(string name)
        => "\"" + JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
