namespace AdaptiveProvider.Server.Errors;

/// <summary>A request ends with a status and an error in OpenAI's shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">OpenAI's kind of error, such as <c>invalid_request_error</c>.</param>
/// <param name="code">A word for programs.</param>
/// <param name="parameter">The field of the request that is to blame; null where none is.</param>
/// <param name="message">For people: what is wrong, and what to change.</param>
/// <param name="cause">The failure behind it; null where there is none.</param>
internal sealed class ApiException(int status, string type, string code, string? parameter, string message, Exception? cause = null) : Exception(message, cause)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string Code { get; } = code;

    public string? Parameter { get; } = parameter;

    /// <summary>Seconds after which trying again makes sense; null where it makes none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A field of the request cannot be served as it is.</summary>
    public static ApiException Invalid(string? parameter, string message, string code = "invalid_value") => new(400, "invalid_request_error", code, parameter, message);

    /// <summary>A field of the request asks for what this server does not do.</summary>
    public static ApiException Unsupported(string parameter, string message) => Invalid(parameter, message, "unsupported_parameter");
}
