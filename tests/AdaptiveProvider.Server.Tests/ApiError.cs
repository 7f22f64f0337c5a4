using System.Text.Json;

namespace AdaptiveProvider.Server.Tests;

/// <summary>An answer that is an error in OpenAI's shape.</summary>
internal sealed record ApiError(int Status, string Type, string Code, string? Parameter, string Message, HttpResponseMessage Response)
{
    public static async Task<ApiError> OfAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, body);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonElement.Parse(body).GetProperty("error");
        string message = error.GetProperty("message").GetString()!;
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.NotEmpty(message);
        return new ApiError((int)response.StatusCode, error.GetProperty("type").GetString()!, error.GetProperty("code").GetString()!, error.GetProperty("param").GetString(), message, response);
    }

    /// <summary>Asserts what programs look at.</summary>
    public ApiError Is(int status, string code, string? parameter = null)
    {
        Assert.Equal((status, code, parameter), (Status, Code, Parameter));
        return this;
    }
}
