FROM ruby:3.3
ENV RAILS_ENV
ENV RAILS_ENV=production RAILS_LOG
ENV =nothing
LABEL version
LABEL version="1.0" description
ARG
ARG FIRST=1 =2
RUN bundle install
