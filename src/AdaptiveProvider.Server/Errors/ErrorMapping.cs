using System.Text.Json;
using System.Text.RegularExpressions;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Models.Templates;
using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server.Errors;

/// <summary>Which status and error a failure becomes. What nobody foresaw tells the client nothing about the inside.</summary>
internal static partial class ErrorMapping
{
    private const int RetrySeconds = 1;

    public static ApiException From(Exception failure) => failure switch
    {
        ApiException known => known,
        BadHttpRequestException bad => FromHttp(bad),
        JsonException wrong => NotJson(wrong),
        RequestTooLongException => ApiException.Invalid("messages", failure.Message, "context_length_exceeded"),
        EngineOverloadedException => Unavailable("engine_overloaded", failure, RetrySeconds),
        EngineFaultedException => Unavailable("engine_faulted", failure),
        ObjectDisposedException => new ApiException(503, "server_error", "shutting_down", null, "The server is shutting down.", failure),
        AgreementNotCalibratedException => ApiException.Invalid(AdaptiveOptionKeys.MinAgreement, failure.Message, "not_calibrated"),
        DepthNotSupportedException => ApiException.Invalid(AdaptiveOptionKeys.ExitPolicy, failure.Message, "depth_not_supported"),
        ChatTemplateMissingException => ApiException.Invalid("model", "This is a base model without a chat template: use /v1/completions.", "not_a_chat_model"),
        SchemaNotSupportedException => ApiException.Invalid("response_format", failure.Message, "schema_not_supported"),
        TemplateException => ApiException.Invalid("messages", $"The model's chat template refuses the conversation: {failure.Message}"),
        ArgumentException or NotSupportedException => ApiException.Invalid(Parameter(failure), Words(failure)),
        AdaptiveProviderException => new ApiException(500, "server_error", "generation_failed", null, failure.Message, failure),
        _ => new ApiException(500, "server_error", "internal_error", null, "The server failed; its log says more.", failure),
    };

    private static ApiException FromHttp(BadHttpRequestException bad) => bad.StatusCode switch
    {
        413 => new ApiException(413, "invalid_request_error", "request_too_large", null, bad.Message),
        408 => new ApiException(408, "invalid_request_error", "body_timeout", null, bad.Message),
        _ => ApiException.Invalid(null, bad.Message),
    };

    private static ApiException NotJson(JsonException wrong)
    {
        // What the reader itself could not read is wrapped once more; the path is then only how far it got.
        string? parameter = wrong.InnerException is not JsonException && wrong.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        string place = FormattableString.Invariant($"line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}");
        return ApiException.Invalid(parameter, parameter is null ? $"The body is not valid JSON at {place}." : $"'{parameter}' has the wrong type ({place}).", "invalid_json");
    }

    private static ApiException Unavailable(string code, Exception failure, int? retrySeconds = null)
        => new(503, "server_error", code, null, failure.Message, failure) { RetryAfterSeconds = retrySeconds };

    private static string? Parameter(Exception failure) => failure is ArgumentException { ParamName: { } name } && name.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.Ordinal) ? name : null;

    // The library speaks of ChatOptions; here options are fields of a body.
    private static string Words(Exception failure) => OptionPlace().Replace(ParameterName().Replace(failure.Message, ""), match => match.Groups[1].Value + match.Groups[2].Value);

    [GeneratedRegex(@"ChatOptions\.(?:AdditionalProperties\[""([^""]+)""\]|(\w+))")]
    private static partial Regex OptionPlace();

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\n]*)?")]
    private static partial Regex ParameterName();
}
